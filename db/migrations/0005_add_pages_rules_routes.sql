CREATE TABLE `audit` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`detail` text
);
--> statement-breakpoint
CREATE TABLE `route` (
	`position` integer PRIMARY KEY NOT NULL,
	`match_json` text NOT NULL,
	`channels_json` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `channel` ADD `origin` text DEFAULT 'file' NOT NULL;--> statement-breakpoint
ALTER TABLE `channel` ADD `sealed` text;--> statement-breakpoint
ALTER TABLE `channel` ADD `is_fallback` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `rule` ADD `origin` text DEFAULT 'file' NOT NULL;