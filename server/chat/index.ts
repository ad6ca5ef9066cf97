// The door of the chat broker.
export { type ChatSession, createChat } from './broker.ts';
export { memoryStore } from './store.ts';
