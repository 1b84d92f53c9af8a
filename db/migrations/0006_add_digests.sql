CREATE TABLE `digest` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`period` text NOT NULL,
	`due_at` integer NOT NULL,
	`made_at` integer NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`document_json` text,
	`channels_json` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `digest_issue_idx` ON `digest` (`name`,`period`);