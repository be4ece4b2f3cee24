/**
 * The state of the system, above the list: one line while all is well, open with everything that is to
 * be looked at as soon as something is not. It never says « Tout va bien » of what nobody watches.
 */
import { counted, written } from '../../french/numbers';
import { label, NBSP } from '../../french/typography';
import { isUnusual, reasonName, refusalMessage, refusedMessages } from '../../journal/refusals';
import { asWordOf } from '../../text/fields';
import { markup, type Markup } from '../../text/html';
import type { Moments } from '../moments';
import type { Health } from './health';

type Tone = 'plain' | 'good' | 'warning' | 'bad';

/** Something a person has to look at, with what to do. */
interface Fault {
	text: string;
	tone: 'warning' | 'bad';
}

/** Nothing where nobody looked. */
export function healthStrip(health: Health, moments: Moments): Markup | Markup[] {
	const lines = [
		...journalLines(health, moments),
		...refusalLine(health),
		...subscriptionLine(health, moments),
	];
	const faults = faultsOf(health, moments);
	if (lines.length === 0 && faults.length === 0) return [];
	return markup`<section class="card health" aria-labelledby="etat">
<h2 id="etat" class="hidden">État du système</h2>
${faults.length === 0 ? [] : faultList(faults, health, moments)}
<details id="detail">
<summary>${faults.length === 0 ? calmLine(health, moments) : 'Le détail'}</summary>
<dl>
${lines}
</dl>
</details>
</section>`;
}

/** `Tout va bien · dernier message à 07:12` */
function calmLine(health: Health, moments: Moments): Markup {
	const isWatched = health.subscription?.isWell === true;
	const state = isWatched
		? markup`<strong class="good">Tout va bien</strong>`
		: markup`Liaison avec Calendly non surveillée`;
	return markup`${state}${lastMessage(health, moments)}`;
}

function faultList(faults: readonly Fault[], health: Health, moments: Moments): Markup {
	const tone = faults.some((fault) => fault.tone === 'bad') ? 'bad' : 'warning';
	const count = counted(faults.length, 'point', 'points');
	return markup`<p><strong class="${tone}">${label('À vérifier')} ${count}</strong>${lastMessage(health, moments)}</p>
<ul class="faults">
${faults.map((fault) => markup`<li class="${fault.tone}">${fault.text}</li>`)}
</ul>`;
}

function lastMessage({ journal }: Health, moments: Moments): Markup | Markup[] {
	const last = journal?.lastDelivery ?? null;
	return last === null
		? []
		: markup`<span class="muted">${NBSP}· dernier message ${moments.near(last)}</span>`;
}

/** The gravest first. */
function faultsOf(health: Health, moments: Moments): Fault[] {
	const bad = (text: string): Fault => ({ text, tone: 'bad' });
	const faults = [
		...[health.misfit ?? [], health.refusedSettings].flat().map(bad),
		...subscriptionFaults(health, moments),
		...journalFaults(health),
		...refusalFaults(health),
	];
	return [
		...faults.filter(({ tone }) => tone === 'bad'),
		...faults.filter(({ tone }) => tone === 'warning'),
	];
}

function subscriptionFaults({ subscription }: Health, moments: Moments): Fault[] {
	if (subscription === null || subscription.isWell) return [];
	const { outdatedSince, message } = subscription;
	if (outdatedSince !== null) {
		const since = moments.moment(outdatedSince);
		const text = `La liaison avec Calendly n’est plus vérifiée depuis le ${since}${label('')} lancer ArchiMeuble – Rattrapage.`;
		return [{ text, tone: 'warning' }];
	}
	return [{ text: message ?? 'L’état de la liaison avec Calendly n’est pas connu.', tone: 'bad' }];
}

function journalFaults({ journal }: Health): Fault[] {
	if (journal === null) return [];
	const { lastDelivery, late, failed, failures, undelivered } = journal;
	const faults: Fault[] = [];
	if (failed > 0) {
		const mails = counted(failed, 'courriel abandonné', 'courriels abandonnés');
		faults.push({
			text: `${mails}${label('')} prévenir le client s’il le faut, puis rejouer le message (ArchiMeuble – Rejouer).`,
			tone: 'bad',
		});
	}
	if (failures > 0) {
		const errors = counted(failures, 'erreur', 'erreurs');
		faults.push({
			text: `${errors} dans les flux depuis deux jours${label('')} voir les alertes reçues par courriel.`,
			tone: 'bad',
		});
	}
	if (undelivered.length > 0) {
		const text = `${undelivered.join(', ')}${label('')} corriger l’adresse dans la table archimeuble_reglages.`;
		faults.push({ text, tone: 'bad' });
	}
	if (late > 0) {
		const mails = counted(late, 'courriel attend', 'courriels attendent');
		const text = `${mails} depuis plus de dix minutes${label('')} la messagerie ne répond peut-être pas. n8n réessaie de lui-même.`;
		faults.push({ text, tone: 'warning' });
	}
	if (lastDelivery === null) {
		const text = `Rien n’est encore arrivé de Calendly${label('')} prendre un rendez-vous d’essai.`;
		faults.push({ text, tone: 'warning' });
	}
	return faults;
}

function refusalFaults({ refusals }: Health): Fault[] {
	return (refusals ?? [])
		.filter(({ reason, count }) => isUnusual(reason, count))
		.map(({ reason, count }) => {
			const what = `${refusedMessages(count)} (${reasonName(reason)}).`;
			return { text: `${what} ${refusalMessage(reason)}`, tone: 'bad' };
		});
}

function stateLine(name: string, text: string, tone: Tone): Markup {
	return markup`<div><dt>${name}</dt><dd class="${tone}">${text}</dd></div>`;
}

function journalLines({ journal }: Health, moments: Moments): Markup[] {
	if (journal === null) return [];
	const { lastDelivery, waiting, failed, failures } = journal;
	const last = lastDelivery === null ? 'aucun' : moments.moment(lastDelivery);
	const mails = [
		waiting === 0 ? null : `${written(waiting)} en attente`,
		failed === 0 ? null : `${written(failed)} en échec`,
	].filter((part) => part !== null);
	return [
		stateLine('Dernier message de Calendly', last, lastDelivery === null ? 'warning' : 'plain'),
		mails.length === 0
			? stateLine('Courriels', 'tous partis', 'good')
			: stateLine('Courriels', mails.join(', '), failed > 0 ? 'bad' : 'plain'),
		...(failures === 0 ? [] : [stateLine('Erreurs depuis 2 jours', written(failures), 'bad')]),
	];
}

function refusalLine({ refusals }: Health): Markup[] {
	const name = 'Messages refusés depuis hier';
	if (refusals === null) return [];
	if (refusals.length === 0) return [stateLine(name, 'aucun', 'good')];
	const total = refusals.reduce((sum, { count }) => sum + count, 0);
	const reasons = refusals.map(
		({ reason, count }) => `${reasonName(reason)}${label('')} ${written(count)}`,
	);
	return [stateLine(name, `${written(total)} (${reasons.join(', ')})`, 'warning')];
}

function subscriptionLine({ subscription, journal }: Health, moments: Moments): Markup[] {
	const line = (text: string, tone: Tone) => [stateLine('Liaison avec Calendly', text, tone)];
	if (subscription === null) return journal === null ? [] : line('non surveillée', 'plain');
	const { state, isWell, outdatedSince } = subscription;
	if (outdatedSince !== null) {
		return line(`non vérifiée depuis le ${moments.moment(outdatedSince)}`, 'warning');
	}
	if (isWell) return line('active', 'good');
	return line(asWordOf(STATES, state) ?? 'à vérifier', 'bad');
}

/** What the reconciliation notes, in the workshop's words. */
const STATES: Readonly<Record<string, string>> = {
	active: 'incomplète',
	a_reparer: 'à rétablir',
	missing: 'absente',
	disabled: 'coupée par Calendly',
	retrying: 'en difficulté',
};
