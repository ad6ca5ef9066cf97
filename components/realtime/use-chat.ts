'use client';
// The chat of this page as a panel reads it and acts on it. One for the whole page: it outlives the panel that shows it.
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { SalonEvent, SalonState } from '#labs/chat/salon.ts';
import { browserEnv, browserWire } from './browser-client.ts';
import { type ChatClient, createChatClient } from './chat-client.ts';
import type { MarkOf } from './marks.ts';
import { browserRooms } from './rooms-storage.ts';
import type { LabHandle } from './use-lab.ts';
import { type Me, useMe } from './use-people.ts';

let client: ChatClient | null = null;
const browserChat = (): ChatClient => {
  client ??= createChatClient(browserWire, browserEnv, browserRooms);
  return client;
};

/** Nothing is sent to it as to a lab of the server. */
type Seen = Omit<LabHandle<SalonState>, 'send' | 'tend'>;
export type ChatHandle = Seen & Pick<ChatClient, 'join' | 'leave' | 'say' | 'presence' | 'clear'> & { me: Me };

/** `markOf`: a module-level function, which names the events worth a mark. */
export function useChat(markOf: MarkOf<SalonEvent>): ChatHandle {
  const chat = browserChat();
  const me = useMe();
  const seen = useSyncExternalStore(chat.store.subscribe, chat.store.snapshot, chat.store.initial);
  useEffect(() => chat.use(), [chat]);
  useEffect(() => chat.store.setMarks(markOf), [chat, markOf]);
  useEffect(() => chat.setName(me.name), [chat, me.name]);
  return useMemo(() => ({ ...seen, ...chat.store, ...chat, me }), [seen, chat, me]);
}
