import { randomUUID } from 'node:crypto';

/** Names this process of n8n until it ends; another one, or the next, has another name. */
export const THIS_PROCESS = randomUUID();
