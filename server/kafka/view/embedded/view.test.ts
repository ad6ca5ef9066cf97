// The embedded broker's view keeps the contract, and shows programs as well.
import { describeView } from '../../view-suite.ts';

describeView('embedded', { clients: true, readings: true, frames: false, faults: true, deeds: true });
