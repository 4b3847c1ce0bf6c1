# One image for the web process, the worker and every command.
FROM python:3.11-slim AS build

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /srv/newsportal
COPY requirements.lock ./
RUN python -m venv .venv \
    && .venv/bin/pip install --require-hashes --requirement requirements.lock
# .dockerignore names what belongs into the image.
COPY . .
# Needs no setting and no database: the key of this run is thrown away with it.
RUN PYTHONDONTWRITEBYTECODE=1 .venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.11-slim

ENV PATH=/srv/newsportal/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    WEB_CONCURRENCY=2 \
    THREADS=4 \
    PORT=8000
RUN useradd --system --create-home --uid 10001 newsportal \
    && install --directory --owner newsportal --group newsportal /srv/media
# Pictures go into a folder of that volume; the originals, which are never served, beside it.
ENV MEDIA_STORAGE_URL=/srv/media/public
WORKDIR /srv/newsportal
# Owned by root: a portal that was broken into cannot rewrite itself.
COPY --from=build /srv/newsportal ./
USER newsportal
EXPOSE 8000
# The health page asks nothing of the database: one that is away must not restart the web process.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os; from urllib.parse import urlsplit; from urllib.request import Request, urlopen; urlopen(Request(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", headers={'Host': urlsplit(os.environ['SITE_URL']).netloc}), timeout=4)"]
# Settings that are wrong are refused here, each with its mend, before a reader is served.
CMD ["sh", "-c", "python manage.py check && exec gunicorn newsportal.wsgi:application --bind 0.0.0.0:$PORT --worker-class gthread --threads $THREADS --worker-tmp-dir /dev/shm --no-control-socket --max-requests 10000 --max-requests-jitter 1000 --access-logfile -"]
