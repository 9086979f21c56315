"""What keeps an archive whole: inspecting, mending, rewriting from the captures, taking out."""
