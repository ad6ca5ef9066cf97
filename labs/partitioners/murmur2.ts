// murmur2 as the default partitioner of Java, kafka-python and KafkaJS 2 computes it (org.apache.kafka.common.utils.Utils).

const seed = 0x9747b28c;
const m = 0x5bd1e995;

/** The signed 32-bit hash of `bytes`, equal to Java's `Utils.murmur2`. */
export function murmur2(bytes: Uint8Array): number {
  const length = bytes.length;
  const at = (index: number): number => bytes[index] ?? 0;
  let h = seed ^ length;
  const blocks = length >> 2;
  for (let block = 0; block < blocks; block += 1) {
    const i = block * 4;
    let k = at(i) | (at(i + 1) << 8) | (at(i + 2) << 16) | (at(i + 3) << 24);
    k = Math.imul(k, m);
    k ^= k >>> 24;
    h = Math.imul(h, m) ^ Math.imul(k, m);
  }
  const rest = length & 3;
  const tail = blocks * 4;
  if (rest === 3) h ^= at(tail + 2) << 16;
  if (rest >= 2) h ^= at(tail + 1) << 8;
  if (rest >= 1) h = Math.imul(h ^ at(tail), m);
  h = Math.imul(h ^ (h >>> 13), m);
  return (h ^ (h >>> 15)) | 0;
}
