"""An import as a whole: processes, the run and its report, the preview."""
