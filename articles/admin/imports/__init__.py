"""The pages of what came in: uploads, jobs, runs, dumps, clippings, quarantine."""
