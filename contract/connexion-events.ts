// What the doctor of connections is told: TCP connections to Kafka's port, in the order things happened. Reliable events of
// the lab `connexion`. Programs started from a page are not in it.

/** Where programs must knock. */
export type Place = {
  /** `cluster`: a Kafka that is not ours; its connections cannot be seen. */
  source: 'embedded' | 'cluster';
  /** Bootstrap addresses for a program, the best first: `192.168.1.20:9092`, `localhost:9092`. */
  addresses: string[];
  /** Only programs on this machine can knock. */
  onlyHere: boolean;
  /** Where Kafka tells programs to come back to after their first question; null when unknown. */
  advertised: { host: string; port: number } | null;
};

export type Work = 'produced' | 'fetched' | 'joined';

export type ConnexionEvent =
  | { type: 'place.described'; place: Place }
  /** The server tried the advertised address itself. `detail`: Node's code of the failure. */
  | { type: 'advertised.checked'; reached: boolean; detail: string | null }
  | { type: 'connection.opened'; connection: number; address: string }
  | {
      type: 'connection.spoke';
      connection: number;
      clientId: string | null;
      library: string | null;
      version: string | null;
      /** API names so far, in order of first use. */
      apis: string[];
    }
  /** The first time a connection wrote to or read from a topic, or its group was settled. */
  | { type: 'connection.worked'; connection: number; work: Work; name: string }
  | {
      type: 'connection.closed';
      connection: number;
      reason: 'peer' | 'reset' | 'idle' | 'bad-frame' | 'limit' | 'fault' | 'shutdown';
      detail: string | null;
    };
