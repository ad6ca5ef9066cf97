// The door of the journals.
export { createJournal, type Journal, type JournalChange, type JournalReader } from './journal.ts';
export { createPersonalJournals, type PersonalReaders } from './personal.ts';
