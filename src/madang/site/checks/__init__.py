"""What `./run lint` asks of the source. Each check reads the tree and gives findings; none changes anything."""
