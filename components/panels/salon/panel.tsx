'use client';
// The panel « Salon de discussion » : real rooms, between everybody who is connected, pages and programs alike.
import { useEffect, useMemo, useRef, useState } from 'react';
import { roomOf, type SalonRoom } from '#labs/chat/salon.ts';
import { LabFrame } from '../../lab/lab-frame.tsx';
import { timelineOf } from '../../lab/timeline.ts';
import { useTable } from '../../lab/use-table.ts';
import { type ChatHandle, useChat } from '../../realtime/use-chat.ts';
import { usePeople } from '../../realtime/use-people.ts';
import { askName } from '../../shell/me.tsx';
import { useProjection } from '../../shell/theme.ts';
import { Button } from '../../ui/button.tsx';
import { Composer } from './composer.tsx';
import { NumbersOf } from './numbers.tsx';
import { Presence } from './presence.tsx';
import { RoomLog } from './room-log.tsx';
import { RoomsBar } from './rooms-bar.tsx';
import { TableView } from './table-view.tsx';
import { useActivity } from './use-activity.ts';
import { useAnnouncement } from './use-announcement.ts';
import { markOf } from './words.ts';

export function SalonPanel() {
  const chat = useChat(markOf);
  const { me, state, live } = chat;
  const projected = useProjection();
  const [chosen, setChosen] = useState('general');
  const [table, toggleTable] = useTable();
  const [resting, setResting] = useState(false);
  const room = roomOf(state, chosen) ?? state.rooms[0] ?? null;
  useActivity(me.name !== null && !resting, chat.presence);
  const announcement = useAnnouncement(roomOf(live, room?.name ?? chosen) ?? null);
  const timeline = useMemo(() => timelineOf(chat), [chat]);

  function rest(next: boolean) {
    setResting(next);
    chat.presence(next ? 'away' : 'active');
  }

  return (
    <LabFrame
      title="Salon de discussion"
      link={chat.link}
      ready={me.person !== null}
      {...(me.name === null ? {} : { onTable: toggleTable, table })}
      tools={
        me.name === null ? null : (
          <Button small aria-pressed={resting} onClick={() => rest(!resting)} data-cible="absence">
            {resting ? 'Je suis là' : 'Je m’absente'}
          </Button>
        )
      }
      announcement={announcement}
      timeline={timeline}
    >
      <CutOff live={chat.link.status === 'live'} />
      {me.name === null ? (
        <Door wanted={me.wanted} projected={projected} />
      ) : table ? (
        <TableView state={state} room={room} own={projected ? null : state.own} />
      ) : (
        <Rooms chat={chat} room={room} projected={projected} onShow={setChosen} onSaid={() => setResting(false)} />
      )}
    </LabFrame>
  );
}

/** The server is there, and cannot reach what it shares the rooms by. */
function CutOff({ live }: { live: boolean }) {
  const { cutOff } = usePeople();
  return (
    <div role="status">
      {live && cutOff ? (
        <p className="mb-3 rounded border border-warn bg-warn-soft px-3 py-1.5 font-semibold text-sm text-warn">
          Le serveur n’atteint plus Redis, qui garde les salles. Ce que vous écrivez attend ici et part seul dès qu’il
          répond.
        </p>
      ) : null}
    </div>
  );
}

function Door({ wanted, projected }: { wanted: string | null; projected: boolean }) {
  return (
    <div className="max-w-prose space-y-3">
      <p>
        {wanted === null
          ? 'Ici, on se parle vraiment\u00a0: d’une page à l’autre, et avec les programmes reliés à /chat. Pour entrer, il faut un nom.'
          : `Quelqu’un ici s’appelle déjà «\u00a0${wanted}\u00a0». Choisissez un autre pseudonyme pour entrer.`}
      </p>
      {projected ? (
        <p>Quittez le mode projecteur (touche P) pour le dire.</p>
      ) : (
        <Button tone="primary" onClick={() => askName()}>
          Dire qui vous êtes
        </Button>
      )}
    </div>
  );
}

function Rooms({
  chat,
  room,
  projected,
  onShow,
  onSaid,
}: {
  chat: ChatHandle;
  room: SalonRoom | null;
  projected: boolean;
  onShow(room: string): void;
  onSaid(): void;
}) {
  const { state, me } = chat;
  const [draft, setDraft] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const unread = useUnread(state.rooms, room);
  const shown = room?.name ?? '';
  const write = (name: string) => {
    setDraft(`@${name} `);
    field.current?.focus();
  };
  const say: ChatHandle['say'] = (to, content) => {
    onSaid();
    return chat.say(to, content);
  };
  const waiting = (own: boolean) => state.unsent.filter(({ room: to }) => (own ? to.startsWith('@') : to === shown));
  return (
    <div className="@container flex h-full min-h-0 flex-col max-split:h-auto">
      <RoomsBar
        rooms={state.rooms}
        shown={shown}
        refusal={state.refusal}
        unread={unread}
        onShow={onShow}
        onLeave={chat.leave}
        onClear={chat.clear}
        onJoin={(name) => {
          chat.join(name);
          onShow(name);
        }}
      />
      {room ? (
        <div className="grid min-h-0 flex-1 gap-4 @2xl:grid-cols-[minmax(0,1fr)_17rem] projection:@2xl:grid-cols-[minmax(0,1fr)_24rem]">
          <div className="flex min-h-0 min-w-0 flex-col" data-cible="messages">
            <RoomLog
              key={shown}
              label={`Messages de ${shown}`}
              lines={room.lines}
              unsent={waiting(false)}
              empty={room.inside ? 'Personne n’a encore rien dit ici.' : 'Entrée dans la salle…'}
              className="h-64 @2xl:h-auto @2xl:min-h-40 @2xl:flex-1"
            />
            <Composer
              room={shown}
              names={room.members.map(({ userId }) => userId)}
              {...{ draft, field }}
              onDraft={setDraft}
              onSay={say}
            />
          </div>
          <section
            aria-label="Présence, numéros, messages privés"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard (WCAG 2.1.1)
            tabIndex={0}
            className="flex min-h-0 min-w-0 flex-col gap-4 @2xl:overflow-y-auto"
          >
            <Presence members={room.members} me={me.name} onWrite={write} />
            <NumbersOf room={room} />
            {projected ? null : (
              <section data-cible="prive">
                <h3 className="mb-1 font-bold text-sm">Messages privés</h3>
                <RoomLog
                  label="Messages privés"
                  lines={state.own.lines}
                  unsent={waiting(true)}
                  empty="Vous seul les voyez. Écrivez @pseudo texte."
                  className="h-36"
                />
              </section>
            )}
          </section>
        </div>
      ) : (
        <p className="text-muted">Vous n’êtes dans aucune salle. Rejoignez-en une, par exemple general.</p>
      )}
    </div>
  );
}

/** Messages delivered in a room since it was last looked at. */
function useUnread(rooms: readonly SalonRoom[], shown: SalonRoom | null): (room: SalonRoom) => number {
  const [seen, setSeen] = useState<ReadonlyMap<string, number>>(new Map());
  const at = shown?.stream?.expected;
  const name = shown?.name;
  useEffect(() => {
    if (name !== undefined && at !== undefined) setSeen((before) => new Map(before).set(name, at));
  }, [name, at]);
  useEffect(() => {
    // A room that was left has nothing unread when one comes back.
    setSeen((before) => {
      const kept = [...before].filter(([each]) => rooms.some((room) => room.name === each));
      return kept.length === before.size ? before : new Map(kept);
    });
  }, [rooms]);
  return ({ name: each, stream }) => Math.max(0, (stream?.expected ?? 1) - (seen.get(each) ?? stream?.expected ?? 1));
}
