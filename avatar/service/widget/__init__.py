"""What pages paste: the widget's script, what it may know of an agent, and a page that shows it."""
