/** One thing that is wrong with a request, in the form Calendly gives it. */
export interface Detail {
	parameter?: string;
	message: string;
}

/** The body of an error answer (docs/design.md §5.4). */
export interface ErrorBody {
	title: string;
	message: string;
	details?: Detail[];
	required_scopes?: string[];
}

/** An answer of the API that is an error. */
export class ApiError extends Error {
	readonly status: number;
	readonly body: ErrorBody;

	constructor(status: number, body: ErrorBody) {
		super(body.message);
		this.status = status;
		this.body = body;
	}
}

export function invalidArgument(...details: Detail[]): ApiError {
	return new ApiError(400, {
		title: 'Invalid Argument',
		message: 'The supplied parameters are invalid.',
		details,
	});
}

export function unauthenticated(): ApiError {
	return new ApiError(401, {
		title: 'Unauthenticated',
		message: 'The access token is invalid',
	});
}

/** The texts of a 403 are the only ones a client may go by. */
export const DENIED = {
	plan: 'Please upgrade to a paid Calendly account.',
	resource: 'You do not have permission to access this resource.',
	action: 'You do not have permission',
	alreadyCanceled: 'Event is already canceled',
} as const;

export function permissionDenied(reason: keyof typeof DENIED): ApiError {
	return new ApiError(403, { title: 'Permission Denied', message: DENIED[reason] });
}

/** The message is not established. */
export function insufficientScope(required: string[]): ApiError {
	return new ApiError(403, {
		title: 'Insufficient scope',
		message: 'The access token does not have the required scopes.',
		required_scopes: required,
	});
}

export function notFound(): ApiError {
	return new ApiError(404, {
		title: 'Resource Not Found',
		message: 'The server could not find the requested resource.',
	});
}

export function alreadyExists(message: string): ApiError {
	return new ApiError(409, { title: 'Already Exists', message });
}

/** The texts are not established; clients go by the status and X-RateLimit-Reset. */
export function tooManyRequests(): ApiError {
	return new ApiError(429, {
		title: 'Too Many Requests',
		message: 'You have exceeded the rate limit.',
	});
}

export function serverError(message = 'The server encountered an error.'): ApiError {
	return new ApiError(500, { title: 'Internal Server Error', message });
}
