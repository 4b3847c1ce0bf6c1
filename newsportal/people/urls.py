from django.urls import path

from newsportal.people import views

app_name = "people"

urlpatterns = [
    path("<str:token>/", views.invitation, name="invitation"),
]
