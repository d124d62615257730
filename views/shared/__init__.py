"""What does every page share? Its frame, its errors, who is at the browser, what the browser is told."""
