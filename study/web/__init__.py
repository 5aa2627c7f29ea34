"""What people meet in a browser: pages by Flask, one blueprint a topic."""
