// The door of the watch on the chat.
export type { Client, House, Played, PlayedWire, Watched } from './types.ts';
export { type ChatWatch, createChatWatch } from './watch.ts';
