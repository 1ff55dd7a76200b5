mod files;
mod hostile;
mod kinds;
mod mails;
mod pages;
mod rows;
