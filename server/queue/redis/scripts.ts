// What several commands must do as one on Redis. A stream entry holds a task: `id` and `body`.

/** KEYS: the stream. ARGV: most entries, id, body, ms after which an unused queue may go. 1 when it was taken in. */
export const sendScript = `
if redis.call('XLEN', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('XADD', KEYS[1], '*', 'id', ARGV[2], 'body', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1`;

/** KEYS: the stream. ARGV: group, entry. 1 when it was still to be done. */
export const ackScript = `
local was = redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
if was == 1 then redis.call('XDEL', KEYS[1], ARGV[2]) end
return was`;

/** KEYS: the stream, the stream of the dead. ARGV: group, entry, id, body, why, ms. 1 when it was still to be done. */
export const deadScript = `
local was = redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
if was == 1 then
  redis.call('XDEL', KEYS[1], ARGV[2])
  redis.call('XADD', KEYS[2], '*', 'id', ARGV[3], 'body', ARGV[4], 'why', ARGV[5])
  redis.call('PEXPIRE', KEYS[2], ARGV[6])
end
return was`;

/** KEYS: the stream, the stream of the dead. ARGV: entry of the dead, id, body. 1 when it was there. */
export const againScript = `
local was = redis.call('XDEL', KEYS[2], ARGV[1])
if was == 1 then redis.call('XADD', KEYS[1], '*', 'id', ARGV[2], 'body', ARGV[3]) end
return was`;
