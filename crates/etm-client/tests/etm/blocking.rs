mod records;
mod sessions;
