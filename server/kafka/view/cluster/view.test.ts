// The view of a real cluster keeps the contract: the embedded broker, spoken to over the wire only, plays the cluster.
import { describeView } from '../../view-suite.ts';

describeView('cluster', { clients: false, readings: false, frames: false, faults: false, deeds: false });
