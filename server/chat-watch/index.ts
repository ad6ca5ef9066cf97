// The door of the watch on the chat.
export type { Client, House, Played, PlayedWire, Watched } from './types.ts';
export { type ChatWatch, watchChat } from './watch.ts';
