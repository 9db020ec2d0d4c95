"""The pages of imports: uploads, jobs, runs, dumps, clippings, quarantine."""
