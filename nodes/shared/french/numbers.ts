const numbers = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });

/** `1 290,5` as the French write it. */
export function written(number: number): string {
	return numbers.format(number);
}

/** Whether French puts what is counted into the plural: 0 and 1 are singular. */
export function isPlural(count: number): boolean {
	return Math.abs(count) >= 2;
}

/** `1 rendez-vous`, `2 messages`. */
export function counted(count: number, one: string, several: string): string {
	return `${written(count)} ${isPlural(count) ? several : one}`;
}
