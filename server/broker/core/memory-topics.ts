// Topics that are kept nowhere: the storage of a broker without a data directory.

import type { LogFs } from '../log/fs.ts';
import { partitionFolder } from './topic-files.ts';
import type { TopicStorage } from './topics.ts';

export function memoryTopics(fs: LogFs): TopicStorage {
  const makeFolders = async (directory: string, partitions: number): Promise<void> => {
    for (let partition = 0; partition < partitions; partition += 1)
      await fs.makeDir(partitionFolder(directory, partition));
  };
  return {
    load: async () => [],
    async create(_name, id, partitions) {
      await makeFolders(id, partitions);
      return id;
    },
    update: ({ directory, partitions }) => makeFolders(directory, partitions),
    remove: (directory) => fs.remove(directory),
  };
}
