// A client that does everything right, to see what others do to it: one record every two milliseconds on one connection,
// each timed from its sending to its acknowledgement, whether or not the one before was answered.
import { Wire } from '#server/broker/log/test-wire.ts';
import { makeTopic, produceFrame } from './load.ts';

const everyMs = 2;

export type Healthy = {
  /** Times in ms, in the order of the answers. Rejects when the connection ended or a record was refused. */
  measure(ms: number): Promise<number[]>;
  close(): void;
};

export async function openHealthy(port: number, topic: string): Promise<Healthy> {
  await makeTopic(port, topic, 1, false);
  const wire = await Wire.connect(port);
  const frame = produceFrame(topic, 0, 180);
  return {
    measure: (ms) =>
      new Promise((resolve, reject) => {
        const times: number[] = [];
        let flying = 0;
        let over = false;
        const timer = setInterval(() => {
          const sent = performance.now();
          flying += 1;
          wire.send(frame, (reply) => {
            flying -= 1;
            if (reply === null || reply.readInt16BE(4 + 4 + 2 + topic.length + 4 + 4) !== 0) {
              clearInterval(timer);
              reject(new Error('the healthy client was not served'));
            }
            times.push(performance.now() - sent);
            if (over && flying === 0) resolve(times);
          });
        }, everyMs);
        setTimeout(() => {
          clearInterval(timer);
          over = true;
          if (flying === 0) resolve(times);
        }, ms);
      }),
    close: () => wire.close(),
  };
}
