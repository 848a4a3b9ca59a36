import afterglow.ground.access.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('access', '__first__'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Episode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('opened_at', models.DateTimeField()),
                ('stage', models.CharField(choices=[('referred', 'referred'), ('information asked for', 'information asked for'), ('accepted', 'accepted'), ('suitable', 'suitable'), ('consented', 'consented'), ('in course', 'in course'), ('under review', 'under review'), ('maintenance', 'maintenance'), ('on a break', 'on a break'), ('follow-up', 'follow-up'), ('discharged', 'discharged'), ('not suitable', 'not suitable'), ('sent elsewhere', 'sent elsewhere'), ('withdrawn', 'withdrawn')], max_length=32)),
                ('stage_since', models.DateTimeField()),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.patient')),
            ],
            options={
                'indexes': [models.Index(fields=['clinic', 'stage', 'stage_since'], name='episode_by_stage')],
                'constraints': [models.UniqueConstraint(fields=('clinic', 'patient', 'number'), name='episode_number')],
            },
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('from_stage', models.CharField(blank=True, max_length=32)),
                ('to_stage', models.CharField(max_length=32)),
                ('reason', models.TextField(blank=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='pathway.episode')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Override',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('about', models.CharField(max_length=64)),
                ('code', models.CharField(max_length=64)),
                ('words', models.TextField()),
                ('reason', models.TextField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='overrides', to='pathway.episode')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
