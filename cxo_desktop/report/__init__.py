"""The printed report and the workbook."""
