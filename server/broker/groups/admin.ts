// What administrators ask of groups: DeleteGroups, OffsetDelete, and the end of a topic.

import {
  COORDINATOR_NOT_AVAILABLE,
  GROUP_ID_NOT_FOUND,
  GROUP_SUBSCRIBED_TO_TOPIC,
  NON_EMPTY_GROUP,
  NONE,
} from './codes.ts';
import type { GroupDirectory } from './directory.ts';
import type { Group } from './group.ts';
import { metadataFor } from './members.ts';
import type { DeleteOffsetsResult, TopicPartition } from './types.ts';

const written = (ok: boolean): number => (ok ? NONE : COORDINATOR_NOT_AVAILABLE);

export async function deleteGroup(directory: GroupDirectory, name: string): Promise<number> {
  const group = directory.find(name);
  if (!group) return GROUP_ID_NOT_FOUND;
  if (group.phase !== 'Empty') return NON_EMPTY_GROUP;
  return written(await directory.delete(group));
}

/** OffsetDelete v0 (KIP-496): refused per partition for topics that members of a live `consumer` group subscribe to. */
export async function deleteOffsets(
  directory: GroupDirectory,
  name: string,
  wanted: TopicPartition[],
): Promise<DeleteOffsetsResult> {
  const group = directory.find(name);
  if (!group) return { code: GROUP_ID_NOT_FOUND, partitions: [] };
  if (group.phase !== 'Empty' && group.protocolType !== 'consumer') return { code: NON_EMPTY_GROUP, partitions: [] };
  const isSubscribed = subscribedTopics(group);
  const free = wanted.filter(({ topic }) => !isSubscribed(topic));
  const going = new Set(free.map(({ topic, partition }) => `${topic}/${partition}`));
  const code = written(await group.offsets.forget(({ topic, partition }) => going.has(`${topic}/${partition}`)));
  const partitions = wanted.map(({ topic, partition }) => ({
    topic,
    partition,
    code: isSubscribed(topic) ? GROUP_SUBSCRIBED_TO_TOPIC : code,
  }));
  return { code: NONE, partitions };
}

/** A subscription nobody can read counts as a subscription to everything: nothing is deleted under a member's feet. */
function subscribedTopics(group: Group): (topic: string) => boolean {
  const topics = new Set<string>();
  let unreadable = false;
  for (const member of group.members.values()) {
    const protocol = group.protocol ?? member.protocols[0]?.name ?? null;
    const subscription = group.context.decoder.subscription(metadataFor(member, protocol));
    if (subscription) for (const topic of subscription) topics.add(topic);
    else unreadable = true;
  }
  return (topic) => unreadable || topics.has(topic);
}

export async function topicDeleted(directory: GroupDirectory, gone: string): Promise<void> {
  await Promise.all([...directory.groups.values()].map((group) => group.offsets.forget(({ topic }) => topic === gone)));
}
