// The door of the journals.
export { createJournal, type Journal, type JournalReader } from './journal.ts';
