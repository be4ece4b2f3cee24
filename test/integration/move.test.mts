/**
 * From SQLite to PostgreSQL as docs/operations.md says, then into queue mode: everything there is under
 * the numbers it had, and deliveries go on.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { webhookServed } from '../../scripts/lib/n8n.mts';
import { PROJECT_FOLDER, WEBHOOK_PATH } from '../../scripts/lib/project.mts';
import { isFinished } from '../reliability/lib/facts.mts';
import { Postgres } from '../scale/lib/postgres.mts';
import { postgresFolder, missingPrograms } from '../scale/lib/programs.mts';
import { Redis } from '../scale/lib/redis.mts';
import { freePort, postDelivery } from '../support/instance.mts';
import { payload } from '../support/payloads.mts';
import { BY_HAND, CHANGED, DELETED, Place, RELANCE, type Holdings } from '../support/place.mts';
import { Postbox } from '../support/smtp.mts';
import { until } from '../support/until.mts';
