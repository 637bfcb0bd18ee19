"""Pictures of every screen, as the sandbox's page shows them: `python -m tests.browser.contact_sheet`."""
