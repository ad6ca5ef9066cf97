// All groups by name: found, made while there is room, forgotten when nothing is left in them.

import type { GroupContext } from './context.ts';
import { groupRecord } from './describe.ts';
import { expireOffsets } from './expiry.ts';
import { Group } from './group.ts';
import { type GroupRecord, offsetRecords } from './store.ts';

export class GroupDirectory {
  readonly context: GroupContext;
  readonly groups: Map<string, Group>;
  /** Groups each open connection has joined, so that its end does not search all of them. */
  private readonly joinedBy = new Map<number, Set<Group>>();

  constructor(context: GroupContext, groups: Map<string, Group>) {
    this.context = context;
    this.groups = groups;
  }

  find(name: string): Group | undefined {
    return this.groups.get(name);
  }

  /** Undefined when the broker has as many groups as it may, none of them vacant. */
  findOrMake(name: string): Group | undefined {
    const found = this.groups.get(name);
    if (found) return found;
    if (this.groups.size >= this.context.limits.maxGroups && !this.reclaim()) return undefined;
    const made = new Group(name, this.context);
    this.groups.set(name, made);
    return made;
  }

  private reclaim(): boolean {
    for (const group of this.groups.values()) {
      if (!group.vacant) continue;
      void this.delete(group);
      return true;
    }
    return false;
  }

  /** Gone at once for everybody; true when the log knows it too. */
  delete(group: Group): Promise<boolean> {
    group.bury();
    this.groups.delete(group.name);
    this.context.emit({ type: 'group-deleted', group: group.name });
    return this.context.write({ kind: 'group-deleted', group: group.name });
  }

  noteJoin(connection: number, group: Group): void {
    const joined = this.joinedBy.get(connection);
    if (joined) joined.add(group);
    else this.joinedBy.set(connection, new Set([group]));
  }

  /** The groups this connection had joined; it is forgotten. */
  takeJoined(connection: number): Iterable<Group> {
    const joined = this.joinedBy.get(connection) ?? [];
    this.joinedBy.delete(connection);
    return joined;
  }

  /** offsets.retention.check.interval.ms */
  async sweep(): Promise<void> {
    for (const group of [...this.groups.values()]) {
      await expireOffsets(group);
      if (group.vacant && this.groups.get(group.name) === group) await this.delete(group);
    }
  }

  /** Everything a compacted state log needs. */
  records(): GroupRecord[] {
    return [...this.groups.values()].flatMap((group): GroupRecord[] => {
      return [groupRecord(group), ...offsetRecords(group.name, [...group.offsets.everything()])];
    });
  }
}
