// The smallest programs that write one message to this room's Kafka, by library and by system: what one copies to try.

export const systems = ['linux', 'mac', 'windows'] as const;
export type System = (typeof systems)[number];
export const tools = ['kafka-python', 'kafkajs', 'kcat'] as const;
export type Tool = (typeof tools)[number];

export const systemNames: Record<System, string> = { linux: 'Linux', mac: 'macOS', windows: 'Windows' };

/** What to do, in order: `file` names the program to save, absent for a command of the terminal. */
export type Step = { say: string; code: string; file?: string };

const python = (address: string, topic: string): string => `from kafka import KafkaProducer

producer = KafkaProducer(
    bootstrap_servers="${address}",
    client_id="essai.py",
)
place = producer.send("${topic}", b"bonjour").get(10)
print("partition", place.partition)
print("offset", place.offset)
producer.close()`;

const javascript = (address: string, topic: string): string => `import { Kafka } from 'kafkajs';

const kafka = new Kafka({
  clientId: 'essai.mjs',
  brokers: ['${address}'],
});
const producer = kafka.producer();
await producer.connect();
const [lieu] = await producer.send({
  topic: '${topic}',
  messages: [{ value: 'bonjour' }],
});
console.log('écrit :', lieu.topicName, lieu.partition, lieu.baseOffset);
await producer.disconnect();`;

const install: Step['say'] = 'Installez, une fois\u00a0:';
const save = (name: string): string => `Enregistrez ce fichier sous le nom ${name}\u00a0:`;
const launch = 'Lancez-le dans un terminal, et regardez ci-contre\u00a0:';

/** `address`: bootstrap server; `topic`: as it must be on the wire. */
export function stepsFor(tool: Tool, system: System, address: string, topic: string): Step[] {
  if (tool === 'kafka-python') {
    const command = system === 'windows' ? 'py' : 'python3';
    return [
      { say: install, code: `${command} -m pip install kafka-python` },
      { say: save('essai.py'), code: python(address, topic), file: 'essai.py' },
      { say: launch, code: `${command} essai.py` },
    ];
  }
  if (tool === 'kafkajs') {
    return [
      { say: install, code: 'npm install kafkajs' },
      { say: save('essai.mjs'), code: javascript(address, topic), file: 'essai.mjs' },
      { say: launch, code: 'node essai.mjs' },
    ];
  }
  const how = {
    linux: 'sudo apt install kcat',
    mac: 'brew install kcat',
    windows: 'wsl --install\nwsl sudo apt install kcat',
  }[system];
  const from = system === 'windows' ? 'wsl ' : '';
  return [
    { say: system === 'windows' ? 'Installez, une fois (kcat passe par WSL)\u00a0:' : install, code: how },
    { say: launch, code: `echo bonjour | ${from}kcat -P -b ${address} -t ${topic} -X client.id=kcat` },
  ];
}

/** The reader's system, as far as the browser tells. */
export function systemOf(userAgent: string): System {
  if (/Windows/i.test(userAgent)) return 'windows';
  return /Mac OS|Macintosh/i.test(userAgent) ? 'mac' : 'linux';
}
