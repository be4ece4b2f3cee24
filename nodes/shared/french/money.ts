/**
 * `60 €`, `1 250,50 €`; cents only where there are some. The number alone where the currency is no
 * code of ISO 4217.
 */
export function frenchMoney(amount: number, currency: string | null): string {
	const trailingZeroDisplay = 'stripIfInteger';
	const style = { style: 'currency', currency: currency ?? '', trailingZeroDisplay } as const;
	try {
		return new Intl.NumberFormat('fr-FR', style).format(amount);
	} catch {
		return new Intl.NumberFormat('fr-FR').format(amount);
	}
}
