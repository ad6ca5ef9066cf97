// The door of the watch on the chat.
export type { Client, Watched } from './types.ts';
export { type ChatWatch, watchChat } from './watch.ts';
