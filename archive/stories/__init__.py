"""Many articles → stories, passages, numbers over time. Pure: what is read and written is archive/store's."""
