import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledWorkflows } from '../support/inProcess/bundled.mts';

const walks = readdirSync(__dirname)
	.filter((file) => file !== 'whole.test.mts')
	.map((file) => readFileSync(join(__dirname, file), 'utf8'));

test.each(bundledWorkflows().map(({ file }) => file))(
	'a file of walks closes with the look at every branch of « %s »',
	(file) => {
		const closing = `\nisWalkedWhole(workshop.coverage, '${file}'`;
		expect(walks.filter((text) => text.includes(closing))).toHaveLength(1);
	},
);
