"""What accounts keep beside the person's own row."""

from newsportal.accounts.models.closing import Closing
from newsportal.accounts.models.data_export import DataExport

__all__ = ["Closing", "DataExport"]
