"""confluent_kafka (librdkafka from Python) as a driver."""

import sys
import time

import confluent_kafka
from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, ConfigResource, NewPartitions, NewTopic
from serve import Member, Members, making, serve, text

SESSION_MS, HEARTBEAT_MS = int(sys.argv[2]), int(sys.argv[3])
BASE = {
    "bootstrap.servers": sys.argv[1],
    "client.id": "contract-confluent",
    "topic.metadata.refresh.interval.ms": 1000,
    "reconnect.backoff.max.ms": 500,
}

producers = {}
members = Members()
admin = None


def administration():
    global admin
    with making:
        if admin is None:
            admin = AdminClient(BASE)
    return admin


def producer_for(*kind):
    with making:
        return producer_of(*kind)


def producer_of(acks, idempotent, compression):
    known = producers.get((acks, idempotent, compression))
    if known:
        return known
    made = Producer(
        {**BASE, "acks": acks, "enable.idempotence": idempotent, "compression.type": compression, "linger.ms": 5}
    )
    producers[(acks, idempotent, compression)] = made
    return made


def produce(topic, partition, messages, acks, idempotent, compression):
    producer = producer_for(acks, idempotent, compression)
    failures = []

    def told(error, _message):
        if error:
            failures.append(error)

    for message in messages:
        producer.produce(
            topic,
            key=message["key"],
            value=message["value"],
            headers=list(message.get("headers", {}).items()),
            partition=partition,
            timestamp=message.get("timestamp", 0),
            on_delivery=told,
        )
    left = producer.flush(20)
    if failures or left:
        raise RuntimeError(f"{left} left, {failures}")


def received(record):
    return {
        "partition": record.partition(),
        "offset": record.offset(),
        "timestamp": record.timestamp()[1],
        "key": text(record.key()),
        "value": text(record.value()),
        "headers": {name: text(value) for name, value in record.headers() or []},
    }


def read(topic, count, **where):
    place = where["from"]
    consumer = Consumer({**BASE, "group.id": "unused", "enable.auto.commit": False, "fetch.wait.max.ms": 100})
    try:
        if "time" in place:
            (found,) = consumer.offsets_for_times([TopicPartition(topic, 0, place["time"])], timeout=10)
        else:
            found = TopicPartition(topic, 0, place["offset"])
        consumer.assign([found])
        records = []
        deadline = time.monotonic() + 20
        while len(records) < count and time.monotonic() < deadline:
            for record in consumer.consume(count - len(records), timeout=0.2):
                if record.error():
                    raise RuntimeError(str(record.error()))
                records.append(received(record))
        return records
    finally:
        consumer.close()


class ConfluentMember(Member):
    def __init__(self, group, topic):
        super().__init__()
        self.consumer = Consumer(
            {
                **BASE,
                "group.id": group,
                "enable.auto.commit": False,
                "auto.offset.reset": "earliest",
                "session.timeout.ms": SESSION_MS,
                "heartbeat.interval.ms": HEARTBEAT_MS,
                "fetch.wait.max.ms": 100,
            }
        )
        self.consumer.subscribe([topic])

    def poll(self):
        record = self.consumer.poll(0.1)
        if record is not None and not record.error():
            self.records.append(received(record))
        self.assigned = sorted(one.partition for one in self.consumer.assignment())

    def commit(self):
        self.ask(lambda: self.consumer.commit(asynchronous=False))

    def close(self):
        self.consumer.close()


def done(futures):
    for future in futures.values():
        future.result(20)


def create_topic(topic, partitions, configs):
    done(administration().create_topics([NewTopic(topic, partitions, 1, config=configs)]))


def describe_topic(topic):
    found = administration().list_topics(timeout=10).topics.get(topic)
    return len(found.partitions) if found else 0


def describe_configs(topic):
    (future,) = administration().describe_configs([ConfigResource("topic", topic)]).values()
    return {name: entry.value for name, entry in future.result(20).items()}


def alter_configs(topic, configs):
    done(administration().alter_configs([ConfigResource("topic", topic, set_config=configs)]))


def describe_group(group):
    (found,) = administration().list_groups(group, timeout=10)
    return {"state": found.state, "members": len(found.members)}


def close():
    members.leave_all()
    for producer in producers.values():
        producer.flush(5)


codecs = ["none", "gzip", "snappy", "lz4", "zstd"]
serve(
    {
        "name": "confluent_kafka",
        "version": f"{confluent_kafka.version()[0]} (librdkafka {confluent_kafka.libversion()[0]})",
        "writes": codecs,
        "reads": codecs,
    },
    {
        "produce": produce,
        "read": read,
        "join": lambda group, topic: members.add(ConfluentMember(group, topic)),
        "member": lambda member: members.get(member).view(),
        "commit": lambda member: members.get(member).commit(),
        "leave": lambda member: members.leave(member),
        "createTopic": create_topic,
        "describeTopic": describe_topic,
        "addPartitions": lambda topic, total: done(administration().create_partitions([NewPartitions(topic, total)])),
        "deleteTopic": lambda topic: done(administration().delete_topics([topic])),
        "describeConfigs": describe_configs,
        "alterConfigs": alter_configs,
        "listGroups": lambda: [group.id for group in administration().list_groups(timeout=10)],
        "describeGroup": describe_group,
        "close": close,
    },
)
