"""What laptop and office say to each other, over the network and on the stick alike."""
