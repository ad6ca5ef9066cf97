"""kafka-python as a driver: the 2.0.2 of Debian and the current one of PyPI, whose admin clients differ."""

import sys
import time

import kafka
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient, NewPartitions, NewTopic
from kafka.codec import has_gzip, has_lz4, has_snappy, has_zstd
from serve import Member, Members, making, serve, text

BROKERS = sys.argv[1].split(",")
SESSION_MS, HEARTBEAT_MS = int(sys.argv[2]), int(sys.argv[3])
MODERN = int(kafka.__version__.split(".")[0]) >= 3
BASE = {"bootstrap_servers": BROKERS, "client_id": "contract-kafka-python"}

producers = {}
members = Members()
admin = None


def administration():
    global admin
    with making:
        if admin is None:
            admin = KafkaAdminClient(**BASE)
    return admin


def producer_for(*kind):
    with making:
        return producer_of(*kind)


def producer_of(acks, idempotent, compression):
    known = producers.get((acks, idempotent, compression))
    if known:
        return known
    settings = {"acks": "all" if acks == -1 else acks, "compression_type": None if compression == "none" else compression}
    # The current one is idempotent by default: it has to be told not to be.
    if MODERN:
        settings["enable_idempotence"] = idempotent
    made = KafkaProducer(**BASE, linger_ms=5, **settings)
    producers[(acks, idempotent, compression)] = made
    return made


def produce(topic, partition, messages, acks, idempotent, compression):
    producer = producer_for(acks, idempotent, compression)
    futures = []
    for message in messages:
        futures.append(
            producer.send(
                topic,
                key=None if message["key"] is None else message["key"].encode(),
                value=None if message["value"] is None else message["value"].encode(),
                headers=[(name, value.encode()) for name, value in message.get("headers", {}).items()],
                partition=partition,
                timestamp_ms=message.get("timestamp"),
            )
        )
    producer.flush(20)
    for future in futures:
        future.get(20)


def received(record):
    return {
        "partition": record.partition,
        "offset": record.offset,
        "timestamp": record.timestamp,
        "key": text(record.key),
        "value": text(record.value),
        "headers": {name: text(value) for name, value in record.headers},
    }


def read(topic, count, **where):
    place = where["from"]
    consumer = KafkaConsumer(**BASE, enable_auto_commit=False, fetch_max_wait_ms=100)
    try:
        partition = TopicPartition(topic, 0)
        consumer.assign([partition])
        if "time" in place:
            consumer.seek(partition, consumer.offsets_for_times({partition: place["time"]})[partition].offset)
        else:
            consumer.seek(partition, place["offset"])
        records = []
        deadline = time.monotonic() + 20
        while len(records) < count and time.monotonic() < deadline:
            for batch in consumer.poll(timeout_ms=200).values():
                records.extend(received(record) for record in batch)
        return records[:count]
    finally:
        consumer.close()


class PythonMember(Member):
    def __init__(self, group, topic):
        super().__init__()
        self.consumer = KafkaConsumer(
            topic,
            **BASE,
            group_id=group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=SESSION_MS,
            heartbeat_interval_ms=HEARTBEAT_MS,
            max_poll_interval_ms=10_000,
            fetch_max_wait_ms=100,
        )

    # A long poll: 3.0.12 forgets a join that is answered just after the poll that began it has timed out.
    def poll(self):
        for batch in self.consumer.poll(timeout_ms=900).values():
            self.records.extend(received(record) for record in batch)
        self.assigned = sorted(one.partition for one in self.consumer.assignment())

    def commit(self):
        self.ask(self.consumer.commit)

    def close(self):
        self.consumer.close()


def create_topic(topic, partitions, configs):
    administration().create_topics([NewTopic(topic, partitions, 1, topic_configs=configs)])


def describe_topic(topic):
    client = administration()
    if topic not in client.list_topics():
        return 0
    return len(client.describe_topics([topic])[0]["partitions"])


def add_partitions(topic, total):
    administration().create_partitions({topic: NewPartitions(total)})


def describe_configs(topic):
    resource = ConfigResource(ConfigResourceType.TOPIC, topic)
    if MODERN:
        described = administration().describe_configs([resource], config_filter="all")
        (found,) = [names[topic] for names in described.values()]
        return {name: value["value"] for name, value in found.items()}
    (response,) = administration().describe_configs([resource])
    return {entry[0]: entry[1] for entry in response.resources[0][4]}


def alter_configs(topic, configs):
    answer = administration().alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, configs=configs)])
    if not MODERN and answer.resources[0][0] != 0:
        raise RuntimeError(str(answer))


def list_groups():
    if MODERN:
        return [group["group_id"] for group in administration().list_groups()]
    return [name for name, _ in administration().list_consumer_groups()]


def describe_group(group):
    if MODERN:
        found = administration().describe_groups([group])[group]
        return {"state": str(found.get("group_state") or found.get("state")), "members": len(found["members"])}
    (found,) = administration().describe_consumer_groups([group])
    return {"state": found.state, "members": len(found.members)}


def delete_group(group):
    if MODERN:
        answer = administration().delete_groups([group])
        if "NoError" not in str(answer) and "None" not in str(answer) and "OK" not in str(answer):
            raise RuntimeError(str(answer))
        return
    ((_, error),) = administration().delete_consumer_groups([group])
    if error.errno != 0:
        raise error


def close():
    members.leave_all()
    for producer in producers.values():
        producer.close(5)
    if admin:
        admin.close()


here = {"none": True, "gzip": has_gzip(), "snappy": has_snappy(), "lz4": has_lz4(), "zstd": has_zstd()}
usable = [codec for codec, there in here.items() if there]
serve(
    {"name": "kafka-python", "version": kafka.__version__, "writes": usable, "reads": usable},
    {
        "produce": produce,
        "read": read,
        "join": lambda group, topic: members.add(PythonMember(group, topic)),
        "member": lambda member: members.get(member).view(),
        "commit": lambda member: members.get(member).commit(),
        "leave": lambda member: members.leave(member),
        "createTopic": create_topic,
        "describeTopic": describe_topic,
        "addPartitions": add_partitions,
        "deleteTopic": lambda topic: administration().delete_topics([topic]) and None,
        "describeConfigs": describe_configs,
        "alterConfigs": alter_configs,
        "listGroups": list_groups,
        "describeGroup": describe_group,
        "deleteGroup": delete_group,
        "close": close,
    },
)
