import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { AppointmentRow } from '../../shared/appointment/row';
import { BATCH_SIZE } from '../../shared/journal/batch';
import type { StoredDelivery } from '../../shared/journal/entry';
import { handleBatch } from '../../shared/journal/handle';
import { logLines } from '../../shared/journal/log';
import { processRounds } from '../../shared/journal/round';
import { DEFAULT_SETTINGS, resolveSettings, type SettingRow } from '../../shared/settings/settings';
import { asJson, type Execute } from './operation';

type Items = INodeExecutionData[];

async function beginRound(this: IExecuteFunctions, _items: Items): Promise<Items> {
	const execution = this.getExecutionId();
	const goesOn = processRounds.begin(execution, new Date());
	return goesOn ? [{ json: { execution }, pairedItem: { item: 0 } }] : [];
}

async function claim(this: IExecuteFunctions, items: Items): Promise<Items> {
	const execution = this.getNodeParameter('execution', 0) as string;
	const waiting = items.filter(({ json }) => typeof json.id === 'number');
	processRounds.claim(execution, new Date(), waiting.length >= BATCH_SIZE);
	if (waiting.length === 0) return [];
	return [
		{
			json: { etat: 'en_cours', execution, essai_le: new Date().toISOString(), erreur: null },
			pairedItem: { item: 0 },
		},
	];
}

async function listReads(this: IExecuteFunctions, items: Items): Promise<Items> {
	const out: Items = [];
	const seen = new Set<string>();
	items.forEach(({ json }, item) => {
		const row = json as unknown as StoredDelivery;
		const { reschedule } = JSON.parse(row.contenu) as { reschedule: null | Record<string, string> };
		const others = [reschedule?.oldInviteeUri, reschedule?.newInviteeUri]
			.filter(Boolean)
			.map((uri) => String(uri).split('/').pop() as string);
		[row.identifiant, ...others].forEach((identifiant, index) => {
			const isRead = seen.has(identifiant);
			seen.add(identifiant);
			out.push({
				json: {
					cle: index === 0 ? row.cle : '',
					id: index === 0 ? row.id : 0,
					identifiant: isRead ? '' : identifiant,
				},
				pairedItem: { item },
			});
		});
	});
	return out;
}

async function handle(this: IExecuteFunctions, items: Items): Promise<Items> {
	const execution = this.getNodeParameter('execution', 0) as string;
	const all = items.map(({ json }) => json);
	const journal = all.filter((json) => 'contenu' in json) as unknown as StoredDelivery[];
	const taken = new Map(
		journal
			.filter((row) => row.execution === execution && row.etat === 'en_cours')
			.map((row) => [row.id, row]),
	);
	const batch = handleBatch({
		taken: [...taken.values()],
		known: journal,
		rows: all.filter(
			(json) => typeof json.identifiant === 'string' && !('contenu' in json),
		) as unknown as AppointmentRow[],
		settings: resolveSettings(
			all.filter((json) => 'reglage' in json) as unknown as SettingRow[],
			DEFAULT_SETTINGS,
		).settings,
		now: new Date(),
	});
	return [{ json: asJson(batch), pairedItem: { item: 0 } }];
}

async function writeLog(this: IExecuteFunctions, items: Items): Promise<Items> {
	const due = items.map(({ json }) => json as any).filter((json) => json.numero && !json.log_le);
	const facts = new Map<number, any>();
	for (const item of due) if (!facts.has(item.numero)) facts.set(item.numero, item);
	if (facts.size === 0) return [];
	const lines = [...facts.values()].flatMap((item) =>
		logLines(item.evenement, {
			recipient: ['nouveau', 'deplace', 'annule'].includes(item.courriel) ? item.a : null,
			timezone: item.fuseau,
		}),
	);
	const { fichier_log, execution } = due[0];
	const content = Buffer.from(`${lines.join('\n')}\n`, 'utf8');
	return [
		{
			json: { lignes: lines.length, fichier_log, execution },
			binary: { data: await this.helpers.prepareBinaryData(content, 'log.txt', 'text/plain') },
			pairedItem: { item: 0 },
		},
	];
}

async function markSent(this: IExecuteFunctions, _items: Items): Promise<Items> {
	const column = this.getNodeParameter('column', 0) as string;
	processRounds.beat(this.getExecutionId(), new Date());
	return [{ json: { [column]: new Date().toISOString() }, pairedItem: { item: 0 } }];
}

async function steps(this: IExecuteFunctions, items: Items): Promise<Items> {
	processRounds.beat(this.getExecutionId(), new Date());
	if (this.getChildNodes('Vos étapes').length === 0) return [];
	const item = this.getNodeParameter('event', 0) as any;
	if (!item.annonce || item.suite !== 'termine') return [];
	return items.map((_item, index) => ({
		json: { ...item, pour: 'etapes' },
		pairedItem: { item: index },
	}));
}

async function endRound(this: IExecuteFunctions, _items: Items): Promise<Items> {
	return processRounds.end(this.getExecutionId())
		? [{ json: { pour: 'passage' }, pairedItem: { item: 0 } }]
		: [];
}

export const engine: Record<string, Execute> = {
	beginRound,
	claim,
	listReads,
	handle,
	writeLog,
	markSent,
	steps,
	endRound,
};
