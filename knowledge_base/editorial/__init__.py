"""What people add to documents: metadata, drafts under review, and who changed what when."""
