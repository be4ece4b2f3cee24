/** Seven days of the calendar, side by side or one below the other. */
import { addDays, mondayOf, WEEKDAYS, writtenDay, type Day } from '../../french/days';
import { counted } from '../../french/numbers';
import { capitalised } from '../../french/typography';
import { markup, type Markup } from '../../text/html';
import { clientOf, type Booking } from '../bookings/booking';
import type { Moments } from '../moments';
import { writeQuery, type DashboardQuery } from '../request/query';
import { UNKNOWN_TYPE } from '../wording';

/** More of one day are found in the list. */
const MOST_OF_A_DAY = 40;

/** @param bookings of this week, in order of time */
export function weekView(
	bookings: readonly Booking[],
	query: DashboardQuery,
	moments: Moments,
): Markup {
	const monday = mondayOf(query.from ?? moments.today);
	const days = WEEKDAYS.map((name, index) => ({ name, day: addDays(monday, index) }));
	return markup`${weekLinks(query, monday, moments.today)}
<ol class="week">
${days.map(({ name, day }) => {
	const ofDay = bookings.filter(({ start }) => start !== null && moments.dayOf(start) === day);
	const heading = `${capitalised(name)} ${writtenDay(day).slice(0, 5)}`;
	return markup`<li${day === moments.today ? markup` id="aujourdhui" class="today"` : []}>
<h3>${heading}</h3>
${dayList(ofDay, query, moments)}
</li>`;
})}
</ol>`;
}

function dayList(bookings: readonly Booking[], query: DashboardQuery, moments: Moments): Markup {
	if (bookings.length === 0) return markup`<p class="muted">Aucun rendez-vous</p>`;
	const more = bookings.length - MOST_OF_A_DAY;
	return markup`<ul>
${bookings.slice(0, MOST_OF_A_DAY).map((booking) => dayItem(booking, query, moments))}
</ul>${more > 0 ? markup`<p class="muted">et ${counted(more, 'autre', 'autres')}</p>` : []}`;
}

function dayItem(
	{ id, row, start, state, type }: Booking,
	query: DashboardQuery,
	moments: Moments,
): Markup {
	const absent = state === 'absent' ? markup` <span class="warning">(absent)</span>` : [];
	return markup`<li><a href="${writeQuery({ ...query, id })}" data-live><span class="when">${moments.timeOf(start ?? '')}</span> <span class="who">${clientOf(row)}</span></a>${absent} <span class="what">${type ?? UNKNOWN_TYPE}</span></li>`;
}

function weekLinks(query: DashboardQuery, monday: Day, today: Day): Markup {
	const link = (to: Day | null, text: string) =>
		markup`<a href="${writeQuery({ ...query, from: to, to: null, period: null, page: 1 })}" data-live>${text}</a>`;
	return markup`<nav class="pages" aria-label="Semaine">
${link(addDays(monday, -7), 'Précédente')}
${monday === mondayOf(today) ? markup`<a href="#aujourdhui">Aujourd’hui</a>` : link(null, 'Cette semaine')}
${link(addDays(monday, 7), 'Suivante')}
</nav>`;
}

/** `Semaine du 23/11/2026 au 29/11/2026` */
export function weekTitle(query: DashboardQuery, today: Day): string {
	const monday = mondayOf(query.from ?? today);
	return `Semaine du ${writtenDay(monday)} au ${writtenDay(addDays(monday, 6))}`;
}
