// Package savepoint.aws.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export class Target {
    private constructor(
        readonly partition: string,
        readonly region: string,
        readonly accountId: string,
        readonly dnsSuffix: string,
    ) {}

    static async lookUp(): Promise<Target> {
        const [partition, region, identity] = await Promise.all([
            aws.getPartition(),
            aws.getRegion(),
            aws.getCallerIdentity(),
        ]);
        return new Target(partition.partition, region.name, identity.accountId, partition.dnsSuffix);
    }

    arn(service: string, resource: string): string {
        return `arn:${this.partition}:${service}:${this.region}:${this.accountId}:${resource}`;
    }

    accountArn(): string {
        return `arn:${this.partition}:iam::${this.accountId}:root`;
    }
}

export class Component extends pulumi.ComponentResource {
    constructor(type: string, name: string, opts: pulumi.ComponentResourceOptions) {
        super(type, name, {}, opts);
    }
}

/** What takes no tags. */
const UNTAGGED = new Set(["aws:iam/rolePolicy:RolePolicy", "aws:cloudwatch/dashboard:Dashboard"]);

export function defaultTags(tags: Record<string, string>): pulumi.ResourceTransformation {
    return ({ type, props, opts }) =>
        type.startsWith("aws:") && !UNTAGGED.has(type)
            ? { props: { ...props, tags: { ...tags, ...props.tags } }, opts }
            : undefined;
}
