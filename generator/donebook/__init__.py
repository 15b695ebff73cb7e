"""donebook: qualification questions, definitions of done and loss reasons as a site and as sheets."""

import os

# With lxml, where something else has installed it, openpyxl would write a workbook in other bytes.
os.environ.setdefault("OPENPYXL_LXML", "False")
