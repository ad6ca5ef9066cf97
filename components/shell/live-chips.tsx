'use client';
// The truths of the header: is this page linked to the server, and does the server see Kafka, and the Redis it shares by?
import { kafkaLab } from '#labs/kafka/lab.ts';
import type { ClusterState } from '#labs/kafka/state.ts';
import type { Link } from '../realtime/lab-store.ts';
import { usePeople } from '../realtime/use-people.ts';
import { useWholeLab } from '../realtime/use-whole-lab.ts';
import { Chip, type Tone } from '../ui/chip.tsx';

const links: Record<Link['status'], { tone: Tone; text: string }> = {
  connecting: { tone: 'idle', text: 'connexion…' },
  live: { tone: 'good', text: 'serveur relié' },
  lost: { tone: 'warn', text: 'lien perdu' },
};

const cutFromRedis = { tone: 'warn', text: 'Redis injoignable' } as const;

/** Without a live link nobody knows how Kafka is: the chip says so rather than repeat the last news. */
function clusterChip(link: Link, cluster: ClusterState | null): { tone: Tone; text: string } {
  if (link.status !== 'live') return { tone: 'idle', text: 'Kafka : état inconnu' };
  if (!cluster) return { tone: 'idle', text: 'Kafka : pas encore vu' };
  if (cluster.lost !== null) return { tone: 'warn', text: `Kafka injoignable · ${cluster.address}` };
  return { tone: 'good', text: `${cluster.source === 'embedded' ? 'Kafka embarqué' : 'Kafka'} · ${cluster.address}` };
}

export function LiveChips() {
  const { link, live } = useWholeLab(kafkaLab);
  const kafka = clusterChip(link, live.cluster);
  const { online, cutOff } = usePeople();
  const alone = link.status === 'live' && cutOff;
  const server = alone ? cutFromRedis : links[link.status];
  return (
    <>
      {online === null || link.status !== 'live' ? null : (
        <Chip className="max-lg:hidden">
          <span>
            Classe · <span data-en-ligne={online}>{online}</span> en ligne
          </span>
        </Chip>
      )}
      <Chip tone={kafka.tone} className="min-w-0 max-xl:hidden">
        <span className="truncate" title={kafka.text}>
          {kafka.text}
        </span>
      </Chip>
      {/* A phone has no room for it; there the panel's own banner says that the link is lost. */}
      <Chip
        tone={server.tone}
        className={`max-split:hidden ${link.status === 'live' && !alone ? 'projector-hidden' : ''}`}
      >
        {server.text}
      </Chip>
    </>
  );
}
