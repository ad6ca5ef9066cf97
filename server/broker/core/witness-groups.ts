// What the witness reads in requests about groups: who joins, what was committed, and what is.

import type { offsetCommit } from '../apis/08-offset-commit/messages.ts';
import type { offsetFetch } from '../apis/09-offset-fetch/messages.ts';
import type { joinGroup } from '../apis/11-join-group/messages.ts';
import { consumerDecoder } from '../groups/consumer-decoder.ts';
import type { Connection } from '../net/connection.ts';
import type { Api, RequestOf, ResponseDraft } from '../protocol/api.ts';
import type { Seen, Witness } from './witness.ts';
import { maxParts } from './witness-data.ts';

type Answer<A extends Api> = ResponseDraft<A> | null;

export function committed(
  witness: Witness,
  request: RequestOf<typeof offsetCommit>,
  connection: Connection,
): Seen | null {
  const watched = request.topics.filter(({ name }) => witness.isWatched(name)).slice(0, maxParts);
  if (watched.length === 0) return null;
  const doer = witness.doer(connection);
  return {
    end(response) {
      const replies = (response as Answer<typeof offsetCommit>)?.topics ?? [];
      for (const { name, partitions } of watched) {
        const reply = replies.find((one) => one.name === name);
        for (const { partitionIndex: partition, committedOffset, committedMetadata } of partitions.slice(0, maxParts)) {
          const error = reply?.partitions.find((one) => one.partitionIndex === partition)?.errorCode ?? 0;
          witness.tell({
            ...doer,
            kind: 'committed',
            topic: name,
            group: request.groupId,
            memberId: request.memberId,
            generation: request.generationIdOrMemberEpoch,
            partition,
            offset: Number(committedOffset),
            metadata: (committedMetadata ?? '').slice(0, 100),
            error,
            answeredAt: witness.options.now(),
          });
        }
      }
    },
  };
}

export function askedCommitted(
  witness: Witness,
  request: RequestOf<typeof offsetFetch>,
  connection: Connection,
): Seen | null {
  const groups = [...request.groups.map(({ groupId }) => groupId), request.groupId].filter((one) => one !== '');
  if (groups.length === 0) return null;
  return {
    end(response) {
      const answer = response as Answer<typeof offsetFetch>;
      const replies = [...(answer?.groups ?? []), { groupId: request.groupId, topics: answer?.topics ?? [] }];
      for (const { groupId: group = '', topics } of replies) {
        for (const { name = '', partitions } of topics ?? []) {
          if (!witness.isWatched(name)) continue;
          for (const { partitionIndex: partition = 0, committedOffset = -1 } of (partitions ?? []).slice(0, maxParts)) {
            const doer = witness.doer(connection);
            witness.tell({
              ...doer,
              kind: 'asked-committed',
              topic: name,
              group,
              partition,
              offset: Number(committedOffset),
            });
          }
        }
      }
    },
  };
}

export function joined(witness: Witness, request: RequestOf<typeof joinGroup>, connection: Connection): Seen | null {
  if (request.protocolType !== 'consumer') return null;
  const topics = request.protocols.flatMap(({ metadata }) => consumerDecoder.subscription(metadata) ?? []);
  if (!topics.some((topic) => witness.isWatched(topic))) return null;
  const { groupId: group, sessionTimeoutMs } = request;
  witness.followGroup(group);
  const doer = witness.doer(connection);
  return {
    end(response) {
      const reply = response as ResponseDraft<typeof joinGroup> | null;
      if (!reply || reply.errorCode) return;
      const generation = reply.generationId ?? -1;
      const { memberId } = reply;
      const all = [...new Set(topics)].slice(0, maxParts);
      witness.tell({ ...doer, kind: 'joined', group, memberId, generation, topics: all, sessionTimeoutMs });
    },
  };
}
