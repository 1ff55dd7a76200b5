mod files;
mod hostile;
mod kinds;
mod mails;
mod notes;
mod pages;
mod rows;
