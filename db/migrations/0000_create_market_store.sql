CREATE TABLE `alert` (
	`id` integer PRIMARY KEY NOT NULL,
	`rule_id` integer NOT NULL,
	`identity` text NOT NULL,
	`labels_json` text NOT NULL,
	`phase` text NOT NULL,
	`health` text NOT NULL,
	`episode` integer NOT NULL,
	`held_ms` integer NOT NULL,
	`false_held_ms` integer NOT NULL,
	`false_evals` integer NOT NULL,
	`unknown_evals` integer NOT NULL,
	`flap_count` integer NOT NULL,
	`last_set_id` integer NOT NULL,
	`last_eval_at` integer NOT NULL,
	`firing_at` integer,
	`resolved_at` integer,
	`facts_json` text NOT NULL,
	FOREIGN KEY (`rule_id`) REFERENCES `rule`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alert_identity_idx` ON `alert` (`rule_id`,`identity`);--> statement-breakpoint
CREATE INDEX `alert_phase_idx` ON `alert` (`phase`);--> statement-breakpoint
CREATE TABLE `alert_event` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`alert_id` integer NOT NULL,
	`episode` integer NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`sample_set_id` integer NOT NULL,
	`reason` text,
	`facts_json` text NOT NULL,
	FOREIGN KEY (`alert_id`) REFERENCES `alert`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alert_event_once_idx` ON `alert_event` (`alert_id`,`episode`,`kind`);--> statement-breakpoint
CREATE TABLE `channel` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`hint` text NOT NULL,
	`state` text NOT NULL,
	`state_reason` text,
	`paused_until` integer,
	`enabled` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `channel_name_unique` ON `channel` (`name`);--> statement-breakpoint
CREATE TABLE `delivery` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`notice_id` text NOT NULL,
	`channel_id` integer NOT NULL,
	`lane` text NOT NULL,
	`kind` text NOT NULL,
	`created_at` integer NOT NULL,
	`not_before` integer NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`lease_until` integer,
	`lease_token` text,
	`ambiguous` integer NOT NULL,
	`plain` integer NOT NULL,
	`notice_json` text NOT NULL,
	`last_error_class` text,
	`last_status` integer,
	`delivered_at` integer,
	FOREIGN KEY (`channel_id`) REFERENCES `channel`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `delivery_notice_id_unique` ON `delivery` (`notice_id`);--> statement-breakpoint
CREATE INDEX `delivery_due_idx` ON `delivery` (`state`,`not_before`);--> statement-breakpoint
CREATE INDEX `delivery_channel_idx` ON `delivery` (`channel_id`,`id`);--> statement-breakpoint
CREATE TABLE `delivery_attempt` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`delivery_id` integer NOT NULL,
	`at` integer NOT NULL,
	`took_ms` integer NOT NULL,
	`outcome` text NOT NULL,
	`status` integer,
	`detail` text,
	FOREIGN KEY (`delivery_id`) REFERENCES `delivery`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `delivery_attempt_delivery_idx` ON `delivery_attempt` (`delivery_id`);--> statement-breakpoint
CREATE TABLE `delivery_event` (
	`id` integer PRIMARY KEY NOT NULL,
	`delivery_id` integer NOT NULL,
	`event_id` integer NOT NULL,
	FOREIGN KEY (`delivery_id`) REFERENCES `delivery`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`event_id`) REFERENCES `alert_event`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `delivery_event_once_idx` ON `delivery_event` (`delivery_id`,`event_id`);--> statement-breakpoint
CREATE INDEX `delivery_event_event_idx` ON `delivery_event` (`event_id`);--> statement-breakpoint
CREATE TABLE `rule` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`params_json` text NOT NULL,
	`severity` text NOT NULL,
	`channels_json` text NOT NULL,
	`for_ms` integer NOT NULL,
	`keep_firing_ms` integer NOT NULL,
	`resolve_evals` integer NOT NULL,
	`enabled` integer NOT NULL,
	`revision` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rule_name_unique` ON `rule` (`name`);--> statement-breakpoint
CREATE TABLE `instance_type` (
	`name` text PRIMARY KEY NOT NULL,
	`family` text NOT NULL,
	`accelerator` text NOT NULL,
	`vendor` text NOT NULL,
	`kind` text NOT NULL,
	`purpose` text NOT NULL,
	`status` text NOT NULL,
	`described` integer NOT NULL,
	`accelerator_count` real NOT NULL,
	`memory_gib_each` real,
	`bf16_tflops_each` real,
	`fp16_tflops_each` real,
	`fp8_tflops_each` real,
	`vcpu` integer,
	`host_memory_gib` real,
	`network_gbps` real,
	`first_listed_at` integer,
	`last_listed_at` integer
);
--> statement-breakpoint
CREATE TABLE `type_region` (
	`instance_type` text NOT NULL,
	`region` text NOT NULL,
	`usage_classes` text NOT NULL,
	`first_seen_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	PRIMARY KEY(`instance_type`, `region`),
	FOREIGN KEY (`instance_type`) REFERENCES `instance_type`(`name`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `coverage` (
	`target_id` integer NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	PRIMARY KEY(`target_id`, `from_at`),
	FOREIGN KEY (`target_id`) REFERENCES `target`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `job_run` (
	`run_id` text PRIMARY KEY NOT NULL,
	`job` text NOT NULL,
	`slot` integer NOT NULL,
	`trigger` text NOT NULL,
	`state` text NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`deadline_at` integer NOT NULL,
	`owner_pid` integer NOT NULL,
	`counts_json` text,
	`error_class` text,
	`error_text` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `job_run_slot_idx` ON `job_run` (`job`,`slot`);--> statement-breakpoint
CREATE INDEX `job_run_started_idx` ON `job_run` (`started_at`);--> statement-breakpoint
CREATE TABLE `sample_set` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`target_id` integer NOT NULL,
	`run_id` text NOT NULL,
	`collected_at` integer NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	`completeness` text NOT NULL,
	`outcome` text NOT NULL,
	`error_class` text,
	`error_text` text,
	`pages` integer NOT NULL,
	`items` integer NOT NULL,
	`quarantined` integer NOT NULL,
	`changes` integer NOT NULL,
	FOREIGN KEY (`target_id`) REFERENCES `target`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sample_set_run_idx` ON `sample_set` (`target_id`,`run_id`,`from_at`);--> statement-breakpoint
CREATE INDEX `sample_set_collected_idx` ON `sample_set` (`collected_at`);--> statement-breakpoint
CREATE TABLE `target` (
	`id` integer PRIMARY KEY NOT NULL,
	`collector` text NOT NULL,
	`region` text NOT NULL,
	`query_key` text NOT NULL,
	`current` integer NOT NULL,
	`outcome` text NOT NULL,
	`error_class` text,
	`error_text` text,
	`last_look_at` integer,
	`last_complete_at` integer,
	`failures_in_row` integer NOT NULL,
	`wanted_from` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `target_identity_idx` ON `target` (`collector`,`region`,`query_key`);--> statement-breakpoint
CREATE TABLE `meta` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `region` (
	`name` text PRIMARY KEY NOT NULL,
	`opt_in_status` text NOT NULL,
	`enabled` integer NOT NULL,
	`geography` text,
	`seen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `zone` (
	`zone_id` text PRIMARY KEY NOT NULL,
	`region` text NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`state` text NOT NULL,
	`opt_in_status` text,
	`parent_zone_id` text,
	`seen_at` integer NOT NULL,
	FOREIGN KEY (`region`) REFERENCES `region`(`name`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `zone_region_idx` ON `zone` (`region`);--> statement-breakpoint
CREATE TABLE `point` (
	`series_id` integer NOT NULL,
	`at` integer NOT NULL,
	`value` integer,
	PRIMARY KEY(`series_id`, `at`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `rollup_day` (
	`series_id` integer NOT NULL,
	`day` integer NOT NULL,
	`mean` integer,
	`min` integer,
	`max` integer,
	`last` integer,
	`changes` integer NOT NULL,
	PRIMARY KEY(`series_id`, `day`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `series` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`region` text NOT NULL,
	`zone_id` text NOT NULL,
	`instance_type` text NOT NULL,
	`qualifier` text NOT NULL,
	`unit` text NOT NULL,
	`scale` integer NOT NULL,
	`outcome` text NOT NULL,
	`last_value` integer,
	`changed_at` integer,
	`confirmed_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `series_identity_idx` ON `series` (`kind`,`region`,`zone_id`,`instance_type`,`qualifier`);--> statement-breakpoint
CREATE INDEX `series_type_idx` ON `series` (`instance_type`,`kind`);